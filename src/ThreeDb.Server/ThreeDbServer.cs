using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ThreeDb.Server;

/// <summary>3db over HTTP.</summary>
public sealed class ThreeDbServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Export? _export;

    private ThreeDbServer(WebApplication app, Export? export)
    {
        _app = app;
        _export = export;
    }

    /// <summary>The addresses that the server listens on.</summary>
    public IReadOnlyList<string> Urls => [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Starts a server.</summary>
    /// <param name="engine">The engine; stays the caller's.</param>
    /// <param name="options">Settings; defaults when null.</param>
    /// <param name="loggers">Where logs go; nowhere when null. Stays the caller's: the engine is given the same.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="ThreeDbException"><c>TDB3004</c> when it would be open to the network without any key, <c>TDB5001</c> when a port is taken.</exception>
    public static async Task<ThreeDbServer> StartAsync(
        ThreeDbEngine engine, ServerOptions? options = null, ILoggerFactory? loggers = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(engine);
        options ??= new ServerOptions();
        if (!options.IsLocal && !await engine.Store.HasKeysAsync(cancellationToken))
        {
            throw new ThreeDbException(ErrorCodes.UnsafeBinding, $"Listening on {string.Join(", ", options.Urls)} would open 3db to the network, and there is no API key.");
        }

        var local = options.IsLocal ? await engine.ForAsync(options.LocalTenant, "local", cancellationToken) : null;
        var app = Build(options, loggers, new ServerServices(engine, options, local));
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await app.DisposeAsync();
            throw new ThreeDbException(ErrorCodes.PortTaken, $"Something else listens on {string.Join(", ", options.Urls)}.", inner: e);
        }

        return new ThreeDbServer(app, Export.StartIfConfigured());
    }

    /// <summary>Waits until the process is asked to end.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Answers what has begun, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _export?.Dispose();
    }

    private static WebApplication Build(ServerOptions options, ILoggerFactory? loggers, ServerServices services)
    {
        // Nothing is read from where the process happens to run: the usual builders take settings from files there, and to notice their
        // changes watch every folder below, which in the data folder is each write of PostgreSQL.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        if (loggers is not null)
        {
            builder.Services.AddSingleton(loggers);
        }

        builder.WebHost.UseUrls([.. options.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // Whoever reads a body keeps to the limit (BodyReader). Kestrel's own would cut the connection while the sender still writes,
            // who then sees a broken pipe; without it, Kestrel reads on for a while after the answer, so that the answer arrives.
            kestrel.Limits.MaxRequestBodySize = null;

            // Longer addresses than Kestrel takes by default: filters go there, and an id that is too long gets an answer that says so.
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;

            // A bulk load waits for PostgreSQL; its sender may be slow for a while without being cut off.
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        builder.Services.AddSingleton<PrometheusMetrics>();
        ApiDocument.Add(builder.Services);

        var app = builder.Build();
        app.Services.GetRequiredService<PrometheusMetrics>();
        app.Use(AnswerUnknownAsync);
        app.Use(TakeHeadForGetAsync);
        app.UseRouting();
        ApiSurface.Map(app, services);
        ApiDocument.Map(app);
        return app;
    }

    // HEAD is GET without the body (RFC 9110, 9.3.2), which Kestrel leaves out by itself.
    private static async Task TakeHeadForGetAsync(HttpContext context, RequestDelegate next)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsHead(method))
        {
            context.Request.Method = HttpMethods.Get;
        }

        await next(context);
        context.Request.Method = method;
    }

    // Routing answers 404 and 405 without a body.
    private static async Task AnswerUnknownAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (!context.Response.HasStarted && context.GetEndpoint()?.Metadata.GetMetadata<ApiEndpoint>() is null && context.Response.StatusCode is 404 or 405 && context.Response.ContentLength is null)
        {
            var problem = Problem.Of(new ThreeDbException(ErrorCodes.RouteNotFound, context.Response.StatusCode == 405
                ? $"{context.Request.Method} is not possible here; {context.Response.Headers.Allow} is."
                : "There is nothing at this address."), context.Response.StatusCode, context);
            await ProblemWriter.WriteAsync(context, problem);
        }
    }
}
