using System.Text;

namespace ThreeDb.Cli.Tests;

/// <summary>A text during whose reading something comes to an end.</summary>
internal sealed class EndingStream(string text, int endAt, Func<Task> end) : MemoryStream(Encoding.UTF8.GetBytes(text))
{
    private bool _hasEnded;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= endAt && !_hasEnded)
        {
            _hasEnded = true;
            await end();
        }

        return await base.ReadAsync(buffer, cancellationToken);
    }
}
