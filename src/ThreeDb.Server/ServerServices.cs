namespace ThreeDb.Server;

/// <summary>What all requests share.</summary>
/// <param name="Engine">The engine.</param>
/// <param name="Options">The server's settings.</param>
/// <param name="Local">The database of callers without a key; null where a key is needed.</param>
internal sealed record ServerServices(ThreeDbEngine Engine, ServerOptions Options, TenantDb? Local);
