using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ThreeDb.Server;

/// <summary>Sends traces and metrics to an OpenTelemetry collector where the usual environment variables name one.</summary>
internal sealed class Export : IDisposable
{
    private static readonly string[] Variables =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    private readonly TracerProvider _traces = Sdk.CreateTracerProviderBuilder().AddSource("ThreeDb", "Npgsql", "Microsoft.AspNetCore").AddOtlpExporter().Build();
    private readonly MeterProvider _metrics = Sdk.CreateMeterProviderBuilder().AddMeter("ThreeDb", "Npgsql", "Microsoft.AspNetCore.Hosting", "System.Runtime").AddOtlpExporter().Build();

    /// <summary>Starts exporting; null where no collector is named.</summary>
    public static Export? StartIfConfigured() =>
        Variables.Any(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))) ? new Export() : null;

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }
}
