using System.Buffers;
using System.IO.Pipelines;

namespace ThreeDb.Cli;

/// <summary>Gives lines out in parts of some size, each of whole lines, so that each can be sent and acknowledged by itself.</summary>
/// <param name="reader">The lines.</param>
/// <param name="size">How many bytes a part has at least, unless the lines end.</param>
internal sealed class LineParts(PipeReader reader, long size)
{
    private long _given;
    private bool _isComplete = true;

    /// <summary>How many lines have been given out, or begun.</summary>
    public long Lines { get; private set; }

    /// <summary>Whether anything is left for another part.</summary>
    public async ValueTask<bool> HasMoreAsync(CancellationToken cancellationToken)
    {
        var read = await reader.ReadAsync(cancellationToken);
        reader.AdvanceTo(read.Buffer.Start);
        return !read.Buffer.IsEmpty;
    }

    /// <summary>The next part, to be read to its end before there is another.</summary>
    public Stream Next()
    {
        (_given, _isComplete) = (0, false);
        return new Part(this);
    }

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_isComplete || buffer.IsEmpty)
        {
            return 0;
        }

        var read = await reader.ReadAsync(cancellationToken);
        var taken = (int)Math.Min(buffer.Length, read.Buffer.Length);
        read.Buffer.Slice(0, taken).CopyTo(buffer.Span);
        var enough = (int)Math.Clamp(size - _given - 1, 0, taken);
        if (buffer.Span[enough..taken].IndexOf((byte)'\n') is var end and >= 0)
        {
            taken = enough + end + 1;
            _isComplete = true;
        }

        reader.AdvanceTo(read.Buffer.GetPosition(taken));
        _given += taken;
        Lines += buffer.Span[..taken].Count((byte)'\n');
        return taken;
    }

    private sealed class Part(LineParts parts) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => parts.ReadAsync(buffer, cancellationToken);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
