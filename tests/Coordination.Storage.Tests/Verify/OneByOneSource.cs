using Coordination.Storage.Scan;

namespace Coordination.Storage.Tests.Verify;

/// <summary>A journal whose positions were given out one by one to all that wrote, as SQL Server does it.</summary>
internal sealed class OneByOneSource(JournalSource inner) : JournalSource
{
    internal override IJournalScan Open(CancellationToken cancellationToken) => new Scan(inner.Open(cancellationToken));

    internal override string? DamageIn(Exception failure) => inner.DamageIn(failure);

    private sealed class Scan(IJournalScan inner) : IJournalScan
    {
        public bool GroupsStandTogether => false;

        public string? Caution => inner.Caution;

        public string? Setting(string name) => inner.Setting(name);

        public long CountEvents() => inner.CountEvents();

        public IEnumerable<ScannedEvent> ByStream() => inner.ByStream();

        public IEnumerable<ScannedPlace> ByPosition() => inner.ByPosition();

        public (long First, long Last)? Ends() => inner.Ends();

        public IReadOnlyList<(long Position, long At)> TimesFrom(long position) => inner.TimesFrom(position);

        public IEnumerable<ScannedEvent> From(long position) => inner.From(position);

        public ScannedLink? Link(string writer, long number) => inner.Link(writer, number);

        public byte[]? HashOf(string stream, long version) => inner.HashOf(stream, version);

        public IEnumerable<ScannedPlace> PlacesFrom(long position) => inner.PlacesFrom(position);

        public IEnumerable<ScannedLine> Before(long position) => inner.Before(position);

        public IEnumerable<ScannedEvent> OfStream(string stream) => inner.OfStream(stream);

        public IEnumerable<ScannedEvent> At(IReadOnlyList<long> positions) => inner.At(positions);

        public IEnumerable<ScannedOriginal> Originals(IReadOnlyList<string> ids) => inner.Originals(ids);

        public (string Stream, long Version)? FirstWithoutEvents() => inner.FirstWithoutEvents();

        public IEnumerable<ScannedWriter> WritersOfLinks() => inner.WritersOfLinks();

        public IEnumerable<ScannedWriter> Writers() => inner.Writers();

        public void Dispose() => inner.Dispose();
    }
}
