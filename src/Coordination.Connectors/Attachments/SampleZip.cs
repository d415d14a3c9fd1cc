using ICSharpCode.SharpZipLib.Zip;

namespace Coordination.Connectors.Attachments;

/// <summary>
/// Malware as analysts exchange it: in a zip that the password <c>infected</c> opens, so that no virus scanner, preview or double click on the way meets it in the open. It is no secrecy.
/// Written while it is read: nothing of it is ever whole in memory.
/// </summary>
public static class SampleZip
{
    public const string Password = "infected";

    public static async Task WriteAsync(string name, DateTimeOffset at, Stream content, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(output);
        using var written = new Outlet();
        await using var zip = new ZipOutputStream(written) { Password = Password, IsStreamOwner = false, UseZip64 = UseZip64.Dynamic };
        zip.PutNextEntry(new ZipEntry(name) { DateTime = at.UtcDateTime, IsUnicodeText = true });
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await content.ReadAsync(chunk, cancellationToken)) > 0)
        {
            zip.Write(chunk, 0, read);
            await written.PassOnAsync(output, cancellationToken);
        }

        zip.CloseEntry();
        zip.Finish();
        await written.PassOnAsync(output, cancellationToken);
    }

    /// <summary>What the zip has written and nobody has passed on. It cannot be gone back in, like the answer that it goes to.</summary>
    private sealed class Outlet : Stream
    {
        private readonly MemoryStream _waiting = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public async Task PassOnAsync(Stream output, CancellationToken cancellationToken)
        {
            await output.WriteAsync(_waiting.GetBuffer().AsMemory(0, (int)_waiting.Length), cancellationToken);
            _waiting.SetLength(0);
        }

        public override void Write(byte[] buffer, int offset, int count) => _waiting.Write(buffer, offset, count);

        public override void Flush()
        {
            // It is passed on when somebody waits for it.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _waiting.Dispose();
            base.Dispose(disposing);
        }
    }
}
