namespace Netra.Agents;

/// <summary>The limits of a host. Checked and copied once; later changes have no effect.</summary>
public sealed class NetraAgentsOptions
{
    /// <summary>Deadlines for runs and executions that set none of their own.</summary>
    /// <value>Run 10 minutes, queue 5 minutes, execution 5 minutes, idle 60 seconds.</value>
    public AgentTimeouts Timeouts { get; set; } = new() { Run = TimeSpan.FromMinutes(10), Queue = TimeSpan.FromMinutes(5), Execution = TimeSpan.FromMinutes(5), Idle = TimeSpan.FromSeconds(60) };

    /// <summary>Whose turn it is when more is asked for than can be done at once.</summary>
    /// <value>One turn a thread, 100 runs of an owner and 10,000 in all at once.</value>
    public SchedulingOptions Scheduling { get; set; } = new();

    /// <summary>What may be spent.</summary>
    /// <value>No limits, and nothing is counted.</value>
    public BudgetOptions Budgets { get; set; } = new();

    /// <summary>How long a call of a tool may take that sets no timeout of its own.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan ToolTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many tool calls and sub-agent calls one run may make. It also bounds the events that are never dropped.</summary>
    /// <value>1,000.</value>
    public int MaxStepsPerRun { get; set; } = 1_000;

    /// <summary>How many tool calls one owner may have under way at once.</summary>
    /// <value>64.</value>
    public int MaxToolCallsPerOwner { get; set; } = 64;

    /// <summary>How many text, thinking and progress events of a run are kept for late readers. Past it text is merged, then the oldest fall out behind a gap marker.</summary>
    /// <value>1,024.</value>
    public int RetainedEventsPerRun { get; set; } = 1_024;

    /// <summary>How many characters these events may have together.</summary>
    /// <value>262,144.</value>
    public int RetainedTextPerRun { get; set; } = 256 * 1024;

    /// <summary>How many ended runs of one owner are kept, for clients that reconnect and for repeated starts.</summary>
    /// <value>16.</value>
    public int RetainedRunsPerOwner { get; set; } = 16;

    /// <summary>How many ended runs are kept in all; past it an owner keeps only its newest.</summary>
    /// <value>100,000.</value>
    public int RetainedRuns { get; set; } = 100_000;

    /// <summary>How long an ended run is kept.</summary>
    /// <value>2 minutes.</value>
    public TimeSpan RunRetention { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long an entry in the scope of a run lives after its last write, unless the write says otherwise.</summary>
    /// <value>1 day.</value>
    public TimeSpan RunStateRetention { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How many characters (of its JSON text, about) a value may have that is written to the state.</summary>
    /// <value>1,048,576.</value>
    public int MaxStateValueSize { get; set; } = 1024 * 1024;

    /// <summary>How many turns the history of a conversation keeps, unless <see cref="ThreadHistory.KeepLast"/> says otherwise.</summary>
    /// <value>100.</value>
    public int HistoryTurnsPerThread { get; set; } = 100;

    /// <summary>How often deadlines are looked at: a deadline is kept within this time.</summary>
    /// <value>50 milliseconds.</value>
    public TimeSpan WatchdogPeriod { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>A look that comes later than this means that the process is starved: then nobody is taken for dead for having been quiet.</summary>
    /// <value>2 seconds.</value>
    public TimeSpan StarvationThreshold { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The key under which owners are shown in logs, at least 16 bytes. With one key the hash of an owner is the same across restarts and machines.</summary>
    /// <value>Null: a random key for each process.</value>
    public byte[]? LogPseudonymKey { get; set; }

    /// <summary>What is audited, and within which bounds.</summary>
    /// <value>Intents and outcomes of tools that may change something; a call that can't be recorded does not happen.</value>
    public AuditOptions Audit { get; set; } = new();
}
