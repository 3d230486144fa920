using System.Net;

namespace Netra.Agents.Extensions.AI;

/// <summary>What the exceptions of the base class library mean; those of a provider's own are the host's to explain.</summary>
internal static class ModelFaults
{
    internal static ModelFault TimedOut(TimeSpan timeout) => new(ModelErrorCodes.ModelTimedOut, $"The model took longer than {timeout} (ChatAgentOptions.ModelTimeout).");

    internal static ModelFault Of(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: HttpStatusCode.TooManyRequests } => new(ModelErrorCodes.ModelBusy, "The model takes no more at present.") { IsTransient = true },
        HttpRequestException { StatusCode: null or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError } or IOException or TimeoutException =>
            new(ModelErrorCodes.ModelUnavailable, "The model can't be reached.") { IsTransient = true },

        // Whoever had a right to cancel was asked before: this is a time limit of the client's own.
        OperationCanceledException => new(ModelErrorCodes.ModelTimedOut, "The model took too long.") { IsTransient = true },
        _ => new(ModelErrorCodes.ModelFailed, $"The model failed ({exception.GetType().Name})."),
    };
}
