using System.Text.Json;

namespace SupportDesk.Tests.Retail;

/// <summary>A recorded customer-service task.</summary>
/// <param name="Id">For example <c>tasks_test/0</c>.</param>
/// <param name="NamedUserId">The user whom the task names; not always the one whose account is used.</param>
/// <param name="Account">The customer to authenticate for a replay.</param>
/// <param name="Actions">The calls, in order, on a fresh shop.</param>
/// <param name="Changed">Every row of each table that differs afterwards, in its final form.</param>
public sealed record RetailTask(
    string Id,
    string NamedUserId,
    string Account,
    IReadOnlyList<RetailAction> Actions,
    JsonElement Changed);
