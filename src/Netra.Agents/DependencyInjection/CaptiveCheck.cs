using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.DependencyInjection;

/// <summary>Finds singletons that would hold one owner's context for all owners, as far as constructors show it. What a factory hides is refused when it asks.</summary>
internal static class CaptiveCheck
{
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Constructors that were trimmed away can't be called by the container either.")]
    internal static IEnumerable<string> Faults(IServiceCollection services)
    {
        var implementations = services.Where(service => !service.IsKeyedService && service.ImplementationType is not null).ToLookup(service => service.ServiceType, service => service);
        foreach (var singleton in services.Where(service => service is { Lifetime: ServiceLifetime.Singleton, IsKeyedService: false, ImplementationType: not null }))
        {
            if (PathToContext(singleton.ImplementationType!, implementations, []) is { } path)
            {
                yield return $"The singleton {singleton.ServiceType.Name} captures {nameof(UserExecutionContext)} ({string.Join(" → ", path)}): it would serve all owners with the first one's. Make it scoped, or pass the context to its methods.";
            }
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Constructors that were trimmed away can't be called by the container either.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "As above.")]
    private static List<string>? PathToContext(Type type, ILookup<Type, ServiceDescriptor> implementations, HashSet<Type> seen)
    {
        if (!seen.Add(type))
        {
            return null;
        }

        foreach (var parameter in type.GetConstructors().SelectMany(constructor => constructor.GetParameters()))
        {
            if (parameter.ParameterType == typeof(UserExecutionContext))
            {
                return [type.Name, nameof(UserExecutionContext)];
            }

            // A singleton on the way is reported for itself.
            foreach (var next in implementations[parameter.ParameterType].Where(service => service.Lifetime != ServiceLifetime.Singleton))
            {
                if (PathToContext(next.ImplementationType!, implementations, seen) is { } path)
                {
                    return [type.Name, .. path];
                }
            }
        }

        return null;
    }
}
