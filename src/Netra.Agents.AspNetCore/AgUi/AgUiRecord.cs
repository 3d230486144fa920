using System.Text;

namespace Netra.Agents.AspNetCore;

/// <summary>How a record of the protocol is made.</summary>
internal static class AgUiRecord
{
    internal static ContextValue Custom(ExecutionId? of, string name, params ReadOnlySpan<(string, ContextValue)> value) => Record("CUSTOM", of, ("name", $"netra.{name}"), ("value", ContextValue.Map([.. value])));

    /// <summary>A record; what is null isn't written.</summary>
    internal static ContextValue Record(string type, ExecutionId? of, params ReadOnlySpan<(string Name, ContextValue Value)> members) =>
        Present([("type", type), ("subagentRunId", of?.ToString()), .. members]);

    internal static ContextValue Present(params ReadOnlySpan<(string Name, ContextValue Value)> members)
    {
        List<(string, ContextValue)> present = [];
        foreach (var member in members)
        {
            if (!member.Value.IsNull)
            {
                present.Add(member);
            }
        }

        return ContextValue.Map([.. present]);
    }

    internal static string Json(ContextValue value) => Encoding.UTF8.GetString(value.ToUtf8Json());
}
