namespace ThreeDb.Graph.Tests;

/// <summary>Calls at once, on the thread that reports.</summary>
internal sealed class Progress(Action<double> told) : IProgress<double>
{
    public void Report(double value) => told(value);
}
