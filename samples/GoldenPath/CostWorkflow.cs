using GoldenPath.Agents;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents;

namespace GoldenPath;

/// <summary>The way of a question about what an AI workload costs: one definition for everybody who asks.</summary>
internal static class CostWorkflow
{
    internal const string Name = "golden-path";

    internal static INetraAgentsBuilder AddCostDesk(this INetraAgentsBuilder builder)
    {
        // readme:workflow
        builder
            .AddAgent<TriageAgent>("triage")
            .AddAgent<DataHelperAgent>("data_helper")
            .AddAgent<DataAgent>("data")
            .AddAgent<OptimizationAgent>("optimization")
            .AddAgent<ActionsAgent>("actions")
            .AddAgent<ReportingAgent>("reporting")
            .AddWorkflow("golden-path", workflow => workflow
                .Agent("triage")
                .Switch(from => from.Output("triage")["data_sufficiency"].AsString(), on => on
                    .Case("sufficient", then => then
                        .Agent("data")
                        .Agent("optimization")
                        .Wait("approval", from => from.Output("optimization"))
                        .Agent("actions", step => step.When(from => from.Output("approval").Is("yes")).Input(from => from.Output("optimization"))))
                    .Case("partial", then => then.Agent("data_helper").Agent("data"))
                    .Default(then => then.Agent("data_helper")))
                .Agent("reporting", step => step.AlwaysRun().Input(from => from.Map(
                    ("outputs", from.Outputs("triage", "data_helper", "data", "optimization", "actions")),
                    ("failures", from.Failures)))));
        // readme:end
        return builder;
    }
}
