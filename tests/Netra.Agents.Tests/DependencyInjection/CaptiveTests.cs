using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Tests.DependencyInjection;

public sealed class CaptiveTests
{
    [Fact]
    public void Build_SingletonTakesTheContext_IsRefusedByName()
    {
        Assert.Equal(
            "The singleton Direct captures UserExecutionContext (Direct → UserExecutionContext): it would serve all owners with the first one's. Make it scoped, or pass the context to its methods.",
            Fault(services => services.AddSingleton<Direct>()));
    }

    [Fact]
    public void Build_SingletonBehindAnInterface_IsRefusedByTheNameItIsKnownBy()
    {
        Assert.Contains("The singleton IFace captures UserExecutionContext (Direct → ", Fault(services => services.AddSingleton<IFace, Direct>()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ServiceLifetime.Transient)]
    [InlineData(ServiceLifetime.Scoped)]
    public void Build_SingletonTakesTheContextThroughOthers_IsRefusedWithTheWholeWay(ServiceLifetime lifetime)
    {
        var fault = Fault(services =>
        {
            services.AddSingleton<Far>();
            services.Add(new ServiceDescriptor(typeof(Middle), typeof(Middle), lifetime));
            services.AddTransient<IFace, Direct>();
        });

        Assert.Contains("The singleton Far captures UserExecutionContext (Far → Middle → Direct → UserExecutionContext)", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_SingletonOnTheWay_IsReportedForItselfAlone()
    {
        Assert.StartsWith("The singleton IFace ", Fault(services => services.AddSingleton<Far>().AddTransient<Middle>().AddSingleton<IFace, Direct>()), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_LaterRegistrationsOfOneService_AreLookedAtToo()
    {
        var fault = Fault(services => services.AddSingleton<Far>().AddTransient<Middle>().AddTransient<IFace, Harmless>().AddTransient<IFace, Direct>());

        Assert.StartsWith("The singleton Far ", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ServicesThatTakeEachOther_ComesToAnEnd()
    {
        using var provider = Provider(services => services.AddTransient<Hen>().AddTransient<Egg>().AddSingleton<Farm>());

        Assert.NotNull(provider.GetRequiredService<IAgentExecutionCore>());
    }

    [Fact]
    public void Build_ScopedAndTransientOnesTakeTheContext_IsFine()
    {
        using var provider = Provider(services => services.AddScoped<Direct>().AddTransient<Middle>().AddTransient<IFace, Direct>().AddSingleton<Harmless>());

        Assert.NotNull(provider.GetRequiredService<IAgentExecutionCore>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Execute_SingletonFactoryAsksForTheContext_FailsWithAClearMessageAndServesNobody(bool validateScopes)
    {
        var services = new ServiceCollection();
        services.AddSingleton(provider => new Direct(provider.GetRequiredService<UserExecutionContext>()));
        services.AddNetraAgents().AddAgent("subject", (execution, _) => AgentOutput.FromText(execution.Services.GetRequiredService<Direct>().Context.UserId.Value));
        await using var provider = services.BuildServiceProvider(validateScopes);
        var core = provider.GetRequiredService<IAgentExecutionCore>();

        foreach (var user in new[] { "alice", "bob" })
        {
            var result = await core.ExecuteAsync("subject", UserExecutionContext.FromRequest(new UserId(user), ThreadId.New()), "");

            Assert.Equal(ExecutionStatus.Failed, result.Status);
            var thrown = Assert.IsType<InvalidOperationException>(result.Exception);
            Assert.Contains("UserExecutionContext", thrown.Message, StringComparison.Ordinal);
            Assert.Contains(validateScopes ? "from root provider" : "never into a singleton", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Resolve_ContextFromAScopeOfTheHost_SaysWhereItMayBeAskedFor()
    {
        using var provider = Provider(services => services.AddScoped<Direct>());
        using var scope = provider.CreateScope();

        foreach (var type in new[] { typeof(UserExecutionContext), typeof(Direct) })
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => scope.ServiceProvider.GetService(type));
            Assert.Contains("outside of a scope that the library made", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Resolve_ContextFromAScopeThatAnAgentMadeForItself_IsRefused()
    {
        var services = new ServiceCollection();
        services.AddNetraAgents().AddAgent("subject", (execution, _) =>
        {
            using var scope = execution.Services.CreateScope();
            return AgentOutput.FromText(scope.ServiceProvider.GetRequiredService<UserExecutionContext>().UserId.Value);
        });
        await using var provider = services.BuildServiceProvider(validateScopes: true);

        var result = await provider.GetRequiredService<IAgentExecutionCore>().ExecuteAsync("subject", UserExecutionContext.FromRequest(new UserId("alice"), ThreadId.New()), "");

        Assert.Contains("outside of a scope that the library made", Assert.IsType<InvalidOperationException>(result.Exception).Message, StringComparison.Ordinal);
    }

    private static string Fault(Action<IServiceCollection> register)
    {
        using var provider = Provider(register);
        return Assert.Single(Assert.Throws<NetraAgentsConfigurationException>(() => provider.GetRequiredService<IAgentExecutionCore>()).Faults);
    }

    private static ServiceProvider Provider(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        services.AddNetraAgents();
        register(services);
        return services.BuildServiceProvider();
    }

    private interface IFace;

    private sealed class Harmless : IFace;

    private sealed class Direct(UserExecutionContext context) : IFace
    {
        internal UserExecutionContext Context { get; } = context;
    }

    private sealed class Middle(IFace face)
    {
        internal IFace Face { get; } = face;
    }

    private sealed class Far(Middle middle)
    {
        internal Middle Middle { get; } = middle;
    }

    private sealed class Hen(Egg egg)
    {
        internal Egg Egg { get; } = egg;
    }

    private sealed class Egg(Hen hen)
    {
        internal Hen Hen { get; } = hen;
    }

    private sealed class Farm(Hen hen)
    {
        internal Hen Hen { get; } = hen;
    }
}
