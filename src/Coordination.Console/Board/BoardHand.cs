namespace Coordination.Console.Board;

/// <summary>
/// Whether an officer has a hand on the board, so that nothing may move: the pointer is over it, or a line is chosen. A hand
/// that has not moved for a while has gone, and the board lives again.
/// </summary>
internal sealed class BoardHand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private DateTimeOffset _touchedAt;
    private bool _over;

    public void Pointer(bool over, DateTimeOffset now)
    {
        _over = over;
        if (over)
        {
            _touchedAt = now;
        }
    }

    /// <summary>A key was pressed or a line clicked.</summary>
    public void Touch(DateTimeOffset now) => _touchedAt = now;

    public void Release() => _touchedAt = default;

    public bool IsOn(DateTimeOffset now, bool chosen) => (_over || chosen) && now - _touchedAt < Patience;
}
