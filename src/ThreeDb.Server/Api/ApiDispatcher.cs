using System.Diagnostics;
using Microsoft.AspNetCore.Connections;

namespace ThreeDb.Server;

/// <summary>Runs operations: lets the caller in, checks what every operation needs checked, and turns failures into problems.</summary>
internal sealed partial class ApiDispatcher(ServerServices services, ILogger logger)
{
    private static readonly ActivitySource Activities = new("ThreeDb");

    public async Task RunAsync(HttpContext context, ApiEndpoint endpoint)
    {
        using var activity = Activities.StartActivity(endpoint.Name);
        try
        {
            var (db, holder) = await Gate.EnterAsync(context, endpoint, services);
            CheckParameters(context, endpoint);
            await endpoint.Handler(new ApiRequest(context, endpoint, services, ReadDemand.Apply(db, context, endpoint), holder));
        }
        catch (ThreeDbException e)
        {
            if (e.Code == ErrorCodes.NotInMemory || e.Code == ErrorCodes.NotYet)
            {
                Log.Refused(logger, endpoint.Name, e.Code.Code, e.Message);
            }
            else if (e.Code.Kind is ErrorKind.Internal or ErrorKind.Unavailable or ErrorKind.Timeout or ErrorKind.Environment)
            {
                Log.Failed(logger, e, endpoint.Name, e.Code.Code);
            }

            activity?.SetStatus(ActivityStatusCode.Error, e.Code.Code);
            await ProblemWriter.WriteAsync(context, e);
        }
        catch (BadHttpRequestException e)
        {
            await ProblemWriter.WriteAsync(context, new ThreeDbException(ErrorCodes.InvalidParameter, "The request is not proper HTTP: " + e.Message));
            await context.Response.CompleteAsync();

            // Kestrel has to know: where the body broke off, it must not look for the next request.
            throw;
        }
        catch (Exception e) when (e is ConnectionResetException || (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException))
        {
            // The caller has gone; nobody is left to answer. A reset is seen here before the request counts as aborted.
            context.Abort();
        }
        catch (Exception e)
        {
            Log.Bug(logger, e, endpoint.Name);
            activity?.SetStatus(ActivityStatusCode.Error);
            await ProblemWriter.WriteAsync(context, new ThreeDbException(ErrorCodes.Internal));
        }
    }

    private static void CheckParameters(HttpContext context, ApiEndpoint endpoint)
    {
        AddressText.Check(context.Request.QueryString.Value);
        foreach (var (name, values) in context.Request.Query)
        {
            if (endpoint.AllQuery.FirstOrDefault(parameter => parameter.Name == name) is not { } parameter)
            {
                var names = endpoint.AllQuery.Select(known => known.Name).ToList();
                throw new ThreeDbException(ErrorCodes.InvalidParameter,
                    $"There is no parameter '{(name.Length > 50 ? name[..50] + "…" : name)}' here{Nearest.Hint(name, names)}.",
                    names.Count == 0 ? "This operation has no parameters." : $"The parameters are {string.Join(", ", names)}.",
                    [new FieldError("?" + name, "is not known")]);
            }

            if (values.Count > 1 && !parameter.IsMany)
            {
                throw ApiRequest.Fault(name, "is given more than once", "Give it once.");
            }
        }

        if (!endpoint.IsIdempotent && context.Request.Headers.ContainsKey("Idempotency-Key"))
        {
            throw new ThreeDbException(ErrorCodes.InvalidParameter, "This operation does not take an Idempotency-Key.", "Leave the header out.");
        }

        Preconditions.Check(context, endpoint);
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Warning, "{Operation} failed with {Code}.")]
        public static partial void Failed(ILogger logger, Exception e, string operation, string code);

        // Expected, and answered in full: where in the code it was found helps nobody.
        [LoggerMessage(2003, LogLevel.Information, "{Operation} was refused with {Code}: {Reason}")]
        public static partial void Refused(ILogger logger, string operation, string code, string reason);

        [LoggerMessage(2002, LogLevel.Error, "{Operation} failed unexpectedly.")]
        public static partial void Bug(ILogger logger, Exception e, string operation);
    }
}
