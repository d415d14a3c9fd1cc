using System.Text;

namespace Coordination.Cli.Tests;

/// <summary>What a program writes, to be waited for.</summary>
internal sealed class Output : TextWriter
{
    private readonly StringBuilder _text = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Add(value.ToString());

    public override void Write(string? value) => Add(value ?? "");

    public override void WriteLine(string? value) => Add(value + "\n");

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        Add(buffer.ToString());
        return Task.CompletedTask;
    }

    public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        Add(buffer + "\n");
        return Task.CompletedTask;
    }

    public override string ToString()
    {
        lock (_text)
        {
            return _text.ToString();
        }
    }

    /// <summary>Everything written, once it holds a text.</summary>
    public async Task<string> UntilAsync(string text, TimeSpan patience)
    {
        using var end = new CancellationTokenSource(patience);
        while (true)
        {
            Task more;
            lock (_text)
            {
                if (_text.ToString() is var said && said.Contains(text, StringComparison.Ordinal))
                {
                    return said;
                }

                more = _more.Task;
            }

            try
            {
                await more.WaitAsync(end.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"'{text}' was not written in {patience}. Written was:\n{this}");
            }
        }
    }

    private void Add(string text)
    {
        lock (_text)
        {
            _text.Append(text);
            _more.TrySetResult();
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
