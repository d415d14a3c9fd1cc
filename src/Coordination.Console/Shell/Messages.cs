namespace Coordination.Console.Shell;

/// <summary>How a message looks and how long it stays.</summary>
internal enum MessageKind
{
    Info,
    Done,

    /// <summary>Stays until it is dismissed.</summary>
    Error,
}

/// <summary>A short message at the edge of the screen.</summary>
internal sealed record Message(int Number, MessageKind Kind, string Text, DateTimeOffset Until);

/// <summary>Short messages. Success fades after six seconds, an error stays.</summary>
internal sealed class Messages(TimeProvider clock)
{
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(6);
    private readonly List<Message> _all = [];
    private int _last;

    public event Action? Changed;

    public IReadOnlyList<Message> All => _all;

    public void Done(string text) => Show(MessageKind.Done, text);

    public void Info(string text) => Show(MessageKind.Info, text);

    public void Error(string text) => Show(MessageKind.Error, text);

    public void Dismiss(Message message)
    {
        _all.Remove(message);
        Changed?.Invoke();
    }

    /// <summary>Takes away what has been shown long enough.</summary>
    public void Fade()
    {
        var now = clock.GetUtcNow();
        if (_all.RemoveAll(message => message.Until < now) > 0)
        {
            Changed?.Invoke();
        }
    }

    private void Show(MessageKind kind, string text)
    {
        _all.Add(new Message(++_last, kind, text, kind == MessageKind.Error ? DateTimeOffset.MaxValue : clock.GetUtcNow() + Stay));
        if (_all.Count > 4)
        {
            _all.RemoveAt(0);
        }

        Changed?.Invoke();
    }
}
