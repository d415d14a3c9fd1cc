namespace Coordination.Storage.Rebuild;

/// <summary>How far a rebuild has come, and in the end what it has done.</summary>
/// <param name="Rows">So many were written; in the end: so many there are.</param>
public sealed record RowRebuildProgress(long Streams, long Events, long Rows);
