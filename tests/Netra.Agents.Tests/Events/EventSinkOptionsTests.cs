namespace Netra.Agents.Tests.Events;

public sealed class EventSinkOptionsTests
{
    [Fact]
    public void Faults_OfTheDefaults_AreNone() => Assert.Empty(new EventSinkOptions().Faults());

    [Fact]
    public void Faults_EveryValueOutOfRange_AreAllTold()
    {
        var options = new EventSinkOptions
        {
            Concurrency = 257,
            Attempts = 0,
            MaxPendingRuns = 0,
            RetryDelay = TimeSpan.Zero,
            SendTimeout = TimeSpan.FromDays(2),
            DrainTimeout = Timeout.InfiniteTimeSpan,
        };

        Assert.Equal(
        [
            "EventSinkOptions.Concurrency must be 1 to 256; it is 257.",
            "EventSinkOptions.Attempts must be 1 to 100; it is 0.",
            "EventSinkOptions.MaxPendingRuns must be at least 1; it is 0.",
            "EventSinkOptions.RetryDelay must be more than zero and at most a day; it is 00:00:00.",
            "EventSinkOptions.SendTimeout must be more than zero and at most a day; it is 2.00:00:00.",
            "EventSinkOptions.DrainTimeout must be more than zero and at most a day; it is -00:00:00.0010000.",
        ], options.Faults());
    }

    [Fact]
    public void Copy_OriginalChangedLater_StaysAsItWas()
    {
        var options = new EventSinkOptions { Attempts = 2 };
        var copy = options.Copy();
        options.Attempts = 9;

        Assert.Equal(2, copy.Attempts);
    }
}
