using SupportDesk.Data;

namespace SupportDesk.Agents;

/// <summary>Change the customer's own address.</summary>
public sealed record ChangeOwnAddress(Address Address) : SupportIntent;
