namespace Coordination.Console.Access;

/// <summary>The server wants to be shown again who sits here before it does something dangerous: asks once, and what was being done goes on.</summary>
internal sealed class Confirming
{
    private TaskCompletionSource<bool>? _asked;

    public event Action? Changed;

    public bool IsAsked => _asked is not null;

    /// <summary>Completes with true once they have shown it, with false when they would rather not.</summary>
    public Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        _asked ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = _asked.Task;
        Changed?.Invoke();
        return answer.WaitAsync(cancellationToken);
    }

    public void Answer(bool shown)
    {
        var asked = _asked;
        _asked = null;
        Changed?.Invoke();
        asked?.TrySetResult(shown);
    }
}
