using Netra.Agents;

namespace GoldenPath;

/// <summary>How a customer uses a model: a map with these names.</summary>
internal static class Usage
{
    internal const string Model = "model";
    internal const string RequestsPerDay = "requests_per_day";
    internal const string InputTokens = "input_tokens";
    internal const string OutputTokens = "output_tokens";

    /// <summary>How much of the prompts is the same each time, and how many of the requests may take an hour: 0 to 1.</summary>
    internal const string RepeatedShare = "repeated_share";
    internal const string PatientShare = "patient_share";

    internal static readonly IReadOnlyList<string> Needed = [Model, RequestsPerDay, InputTokens, OutputTokens];

    internal static ContextValue Of(string? model = null, int? requestsPerDay = null, int? inputTokens = null, int? outputTokens = null, decimal? repeatedShare = null, decimal? patientShare = null)
    {
        var entries = new List<(string, ContextValue)>();
        Add(Model, model);
        Add(RequestsPerDay, requestsPerDay is { } requests ? requests : ContextValue.Null);
        Add(InputTokens, inputTokens is { } input ? input : ContextValue.Null);
        Add(OutputTokens, outputTokens is { } output ? output : ContextValue.Null);
        Add(RepeatedShare, repeatedShare is { } repeated ? repeated : ContextValue.Null);
        Add(PatientShare, patientShare is { } patient ? patient : ContextValue.Null);
        return ContextValue.Map([.. entries]);

        void Add(string name, ContextValue value)
        {
            if (!value.IsNull)
            {
                entries.Add((name, value));
            }
        }
    }

    internal static bool Has(this ContextValue usage, string name) => usage.TryGetValue(name, out var value) && !value.IsNull;

    internal static decimal Number(this ContextValue usage, string name) => usage.TryGetValue(name, out var value) && !value.IsNull ? value.AsDecimal() : 0;
}
