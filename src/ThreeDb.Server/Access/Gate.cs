using System.Net;
using ThreeDb.Postgres;

namespace ThreeDb.Server;

/// <summary>Finds out who calls, and whether they may.</summary>
internal static class Gate
{
    /// <summary>The caller's database; null for operations that are open to everybody.</summary>
    /// <exception cref="ThreeDbException">3xxx.</exception>
    public static async ValueTask<(TenantDb? Db, KeyHolder? Holder)> EnterAsync(HttpContext context, ApiEndpoint endpoint, ServerServices services) =>
        endpoint.Scope is { } needed ? await EnterAsync(context, needed, services) : (null, null);

    private static async ValueTask<(TenantDb Db, KeyHolder? Holder)> EnterAsync(HttpContext context, KeyScope needed, ServerServices services)
    {
        if (Secret(context) is { } secret)
        {
            var holder = await services.Engine.Store.FindKeyAsync(secret, context.RequestAborted) ?? throw new ThreeDbException(ErrorCodes.InvalidKey);
            return holder.Scope >= needed
                ? (services.Engine.For(holder), holder)
                : throw new ThreeDbException(ErrorCodes.InsufficientScope,
                    $"The key allows '{StrictObject.WordOf(holder.Scope)}'; this needs '{StrictObject.WordOf(needed)}'.");
        }

        if (services.Local is null)
        {
            throw new ThreeDbException(ErrorCodes.Unauthenticated);
        }

        CheckOrigin(context);
        return (services.Local, null);
    }

    /// <summary>The caller's database, where nothing needs a key; null for a caller who is nobody.</summary>
    public static async ValueTask<TenantDb?> RecogniseAsync(HttpContext context, ServerServices services)
    {
        try
        {
            return (await EnterAsync(context, KeyScope.Read, services)).Db;
        }
        catch (ThreeDbException e) when (e.Code.Kind is ErrorKind.Unauthenticated or ErrorKind.Forbidden or ErrorKind.Unavailable)
        {
            return null;
        }
    }

    private static string? Secret(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return null;
        }

        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..].Trim()
            : throw new ThreeDbException(ErrorCodes.InvalidKey, "The Authorization header is not of the form 'Bearer <key>'.",
                "Send 'Authorization: Bearer <key>', with the key as '3db key create' printed it.");
    }

    // A web page in the user's browser can reach a loopback server, too: by a cross-origin request, or under a name that resolves
    // to 127.0.0.1. Both show: the first in Origin, the second in Host.
    private static void CheckOrigin(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (!IsLoopbackName(context.Request.Host.Host)
            || (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == context.Request.Host.Value)))
        {
            throw new ThreeDbException(ErrorCodes.ForeignOrigin);
        }
    }

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
