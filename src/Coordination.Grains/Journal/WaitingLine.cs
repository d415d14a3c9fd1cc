namespace Coordination.Grains.Journal;

/// <summary>
/// The commands that wait for a thing. They are taken together, but of those that answer one message only the first: it came again, or its telling was repeated, and what
/// becomes of the second depends on whether the first was written. Side by side each would be taken for the late one, and the message would stay and come again.
/// </summary>
internal sealed class WaitingLine<TCommand> where TCommand : class
{
    private readonly Queue<Waiting<TCommand>> _waiting = new();

    public bool IsEmpty => _waiting.Count == 0;

    public void Join(Waiting<TCommand> waiting) => _waiting.Enqueue(waiting);

    /// <summary>At least one, in the order in which they came.</summary>
    public List<Waiting<TCommand>> TakeTogether(int most)
    {
        var together = new List<Waiting<TCommand>>();
        var answered = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            var next = _waiting.Dequeue();
            together.Add(next);
            answered.UnionWith(next.Operation.Answers.Select(message => message.Id));
        }
        while (together.Count < most && _waiting.TryPeek(out var waiting) && !waiting.Operation.Answers.Any(message => answered.Contains(message.Id)));

        return together;
    }
}
