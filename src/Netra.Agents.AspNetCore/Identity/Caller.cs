using System.Security.Claims;

namespace Netra.Agents.AspNetCore;

/// <summary>Who sent a request, what their runs may do, and until when that holds.</summary>
internal sealed record Caller(Owner Owner, Grants Grants, ClaimsPrincipal Principal, DateTimeOffset? Until);
