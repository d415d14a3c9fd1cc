using System.Diagnostics;
using System.Security.Cryptography;
using Coordination.Domain.Journal;

namespace Coordination.Grains.Journal;

/// <summary>A command that waits for its answer.</summary>
internal sealed class Waiting<TCommand>(Operation operation, TCommand command) : IWaiting where TCommand : class
{
    private Dictionary<Claim, int>? _lost;

    public Operation Operation => operation;

    public TCommand Command => command;

    public ActivityContext Cause { get; } = Activity.Current?.Context ?? default;

    public TaskCompletionSource<Answer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Lookups Lookups { get; set; } = Lookups.None;

    /// <summary>What its decision asks of other things.</summary>
    public IReadOnlyList<Lookup> Needs { get; set; } = [];

    public bool LooksUp => Needs.Count > 0;

    public string RequestHash { get; } = operation.Id is null ? "" : Convert.ToHexStringLower(SHA256.HashData(operation.Command))[..32];

    /// <summary>Says how often it has now lost this claim to someone else.</summary>
    public int Loses(Claim claim)
    {
        _lost ??= [];
        return _lost[claim] = _lost.GetValueOrDefault(claim) + 1;
    }
}
