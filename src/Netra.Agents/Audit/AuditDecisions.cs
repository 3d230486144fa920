namespace Netra.Agents;

/// <summary>The decisions and outcomes that the library itself records. The words are stable.</summary>
public static class AuditDecisions
{
    /// <summary>It may happen.</summary>
    public const string Allowed = "allowed";

    /// <summary>It must not happen, and did not.</summary>
    public const string Refused = "refused";

    /// <summary>The tool gave its result.</summary>
    public const string Completed = "completed";

    /// <summary>The tool threw.</summary>
    public const string Failed = "failed";

    /// <summary>The tool was reached and the wait for it ended first: what it did outside is not known.</summary>
    public const string Unknown = "unknown";

    /// <summary>It was intended, and the tool was not reached after all.</summary>
    public const string NotRun = "not_run";

    /// <summary>What was said before can't be read any more.</summary>
    public const string Erased = "erased";
}
