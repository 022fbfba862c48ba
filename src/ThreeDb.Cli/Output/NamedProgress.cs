using ThreeDb.LocalPostgres;

namespace ThreeDb.Cli;

/// <summary>Says for whom a local server is provided, where it is not the one that people think of first.</summary>
/// <param name="name">For whom.</param>
/// <param name="progress">Told each step with the name.</param>
internal sealed class NamedProgress(string name, IProgress<ProvisionProgress> progress) : IProgress<ProvisionProgress>
{
    public void Report(ProvisionProgress value) => progress.Report(value with { Message = $"for {name}: {value.Message}" });
}
