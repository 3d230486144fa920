namespace ChatAgent;

/// <summary>What is on its way.</summary>
internal sealed record Parcel(string Id, string What, int Days);
