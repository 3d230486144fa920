using System.ClientModel;
using System.Globalization;
using Netra.Agents;

namespace SupportDesk.Models;

/// <summary>What the exceptions of the OpenAI package mean.</summary>
internal static class OpenAIFaults
{
    /// <summary>Null for what is none of its own.</summary>
    internal static ModelFault? Of(Exception exception) => exception is not ClientResultException failed ? null : failed.Status switch
    {
        429 => new ModelFault(ModelErrorCodes.ModelBusy, "The model takes no more at present.") { IsTransient = true, RetryAfter = RetryAfter(failed) },
        0 or 408 or >= 500 => new ModelFault(ModelErrorCodes.ModelUnavailable, "The model can't be reached.") { IsTransient = true, RetryAfter = RetryAfter(failed) },
        _ => new ModelFault(ModelErrorCodes.ModelFailed, $"The model's service refused ({failed.Status})."),
    };

    private static TimeSpan? RetryAfter(ClientResultException failed) =>
        failed.GetRawResponse() is { } response && response.Headers.TryGetValue("retry-after", out var seconds)
        && double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 86_400
            ? TimeSpan.FromSeconds(number)
            : null;
}
