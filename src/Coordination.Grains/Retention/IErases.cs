using Coordination.Contracts.Retention;
using Coordination.Domain.Journal;
using Coordination.Domain.Retention;

namespace Coordination.Grains.Retention;

/// <summary>Does the work of erasures of one sort. It may be stopped anywhere and is then done again from the beginning: what is gone already costs a look.</summary>
public interface IErases
{
    bool Takes(string what);

    Task<Erased> RunAsync(EraseOrder order, CancellationToken cancellationToken);
}

/// <summary>A sort of things that belong to a case and go with it. Register another for what else belongs to one.</summary>
public interface ICasePart
{
    /// <summary>What of it there is, for the dry run.</summary>
    Task<Share> CountAsync(StreamId incident, CancellationToken cancellationToken);

    Task<Erased> EraseAsync(StreamId incident, CancellationToken cancellationToken);
}

/// <summary>How much would go, and in sentences what would stay.</summary>
public sealed record Share(IReadOnlyList<ErasedPart> Parts, IReadOnlyList<string> Remains)
{
    public static Share Of(params IReadOnlyList<ErasedPart> parts) => new(parts, []);
}

/// <summary>How much went, and which days of the intake could not be destroyed yet.</summary>
public sealed record Erased(IReadOnlyList<ErasedPart> Parts, IReadOnlyList<StreamId> Left)
{
    public static readonly Erased Nothing = new([], []);

    public static Erased Of(params IReadOnlyList<ErasedPart> parts) => new(parts, []);

    public Erased And(Erased other) => new(
        [.. Parts.Concat(other.Parts).GroupBy(part => part.Part, StringComparer.Ordinal).Select(group => new ErasedPart(group.Key, group.Sum(part => part.Count)))],
        [.. Left.Union(other.Left)]);
}
