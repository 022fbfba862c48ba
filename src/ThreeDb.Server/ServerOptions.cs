namespace ThreeDb.Server;

/// <summary>Settings of the server.</summary>
public sealed record ServerOptions
{
    /// <summary>The port that is used when none is named.</summary>
    public const int DefaultPort = 7373;

    /// <summary>The addresses to listen on, as URLs; default the loopback address.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [$"http://127.0.0.1:{DefaultPort}"];

    /// <summary>The tenant of requests without a key; only where every address is a loopback one.</summary>
    public string LocalTenant { get; init; } = "default";

    /// <summary>The largest request, and the largest line of a bulk load, in bytes; default 8 MiB.</summary>
    /// <remarks>At least <see cref="JsonLimits.AroundBytes"/> more than the engine's <see cref="ThreeDbOptions.MaxDocumentBytes"/>, so that every document that is stored can be sent again.</remarks>
    public int MaxBodyBytes { get; init; } = 8 << 20;

    /// <summary>How large a JSON text may be: a query, or a document without what stands around it.</summary>
    public JsonLimits Json { get; init; } = JsonLimits.Default;

    /// <summary>Whether every address is a loopback one, so that requests without a key are allowed.</summary>
    public bool IsLocal => Urls.All(url => Uri.TryCreate(url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri) && uri.IsLoopback);
}
