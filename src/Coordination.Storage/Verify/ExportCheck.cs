using System.Globalization;
using System.Text;
using System.Text.Json;
using Coordination.Storage.History;
using Coordination.Storage.Journal;

namespace Coordination.Storage.Verify;

/// <summary>Walks through the lines of an export: header, events with their streams and links, checkpoints, closing.</summary>
internal sealed class ExportCheck(CheckpointPublicKey key, KeptCheckpoints kept)
{
    private ExportHeader? _header;
    private ExportedEvents? _events;
    private ExportedChains? _chains;
    private bool _closed;
    private long _checkpoints;

    public ExportReport Report => new()
    {
        Of = _header?.Of ?? "",
        From = _header?.From,
        To = _header?.To,
        Made = _header?.Made,
        Events = _events?.Events ?? 0,
        Erased = _events?.Erased ?? 0,
        Links = _chains?.Links ?? 0,
        Checkpoints = _checkpoints,
        KeptCheckpoints = kept.Count,
    };

    public ExportFault? Next(RawLine line)
    {
        try
        {
            if (!line.IsWhole)
            {
                return new(line.Number, null, "The line has no end: the export was cut off here.");
            }

            if (_closed)
            {
                return new(line.Number, null, "This line stands after the closing: it was added.");
            }

            using var document = JsonDocument.Parse(line.Bytes);
            var root = document.RootElement;
            return root.TryGetProperty("checkpoint", out _) ? Checkpoint(line)
                : SignedLine.ReadClosing(root) is var (closing, content, signature) ? Close(line, closing, content, signature)
                : Content(line, root.Deserialize<ExportLine>(ExportLine.Json)!);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException or DecoderFallbackException)
        {
            return new(line.Number, null, "The line cannot be read as one of an export: it was altered.");
        }
    }

    public ExportFault? End(long lines) => _closed ? null : new(lines + 1, null, "The closing is missing: the export was cut off here.");

    private ExportFault? Content(RawLine line, ExportLine content) => content switch
    {
        { Export: { } header, Stream: null, Event: null, Link: null } => Header(line.Number, header),
        _ when _header is null => new(line.Number, null, "An export begins with a line that says of what it is."),
        _ when _checkpoints > 0 => new(line.Number, null, "After the checkpoints comes nothing but the closing: the line was put here."),
        { Export: null, Stream: { } stream, Event: null, Link: null } => _events!.Stream(line.Number, stream),
        { Export: null, Stream: null, Event: { } happened, Link: null } => _events!.Event(line.Number, happened),
        { Export: null, Stream: null, Event: null, Link: { } link } => _events!.Link(line.Number, link) ?? _chains!.Link(line.Number, link, _events.NamesOf(link)) ?? kept.Check(line.Number, link),
        _ => new(line.Number, null, "The line holds not exactly one thing: it was altered."),
    };

    private ExportFault? Header(long line, ExportHeader header)
    {
        if (_header is not null || line != 1)
        {
            return new(line, null, "The line that says of what the export is stands first, and once.");
        }

        if (header.Format != ExportHeader.Current)
        {
            return new(line, null, string.Create(CultureInfo.InvariantCulture, $"The export has format {header.Format}; this coordctl reads format {ExportHeader.Current}."));
        }

        var whole = header.Of == ExportHeader.Journal;
        (_header, _events, _chains) = (header, new(whole), new(whole));
        return header.Key == key.Id ? null : new(line, $"key {header.Key}", $"The export was signed with another key; the one given is {key.Id}.");
    }

    private ExportFault? Checkpoint(RawLine line)
    {
        if (_header is null)
        {
            return new(line.Number, null, "An export begins with a line that says of what it is.");
        }

        var (checkpoint, content, signature) = CheckpointLine.Read(Encoding.UTF8.GetString(line.Bytes));
        var thing = string.Create(CultureInfo.InvariantCulture, $"checkpoint of {checkpoint.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");
        var first = _checkpoints++ == 0 ? _events!.End(line.Number) : null;
        return first ?? (key.Verifies(content, signature) ? _chains!.Checkpoint(line.Number, thing, checkpoint) : new(line.Number, thing, "The signature is not that of its content under this key."));
    }

    private ExportFault? Close(RawLine line, ExportClosing closing, byte[] content, byte[] signature)
    {
        _closed = true;
        return _header is null ? new(line.Number, null, "An export begins with a line that says of what it is.")
            : _events!.End(line.Number) ?? _chains!.End(line.Number) ?? kept.End(line.Number, _header, _chains)
            ?? (!key.Verifies(content, signature) ? new(line.Number, "closing", "The signature is not that of its content under this key.")
                : closing.Export != _header.Of ? new(line.Number, "closing", "It is the closing of another export.")
                : closing.Lines != line.Number - 1 ? new(line.Number, "closing", string.Create(CultureInfo.InvariantCulture, $"The export had {closing.Lines} lines before this one when it was signed; it has {line.Number - 1}."))
                : closing.Sha256 != ExportWriter.Hex(line.Before()) ? new(line.Number, "closing", "The lines before are not those that were signed. Which it is cannot be told: the chain does not bind what was changed, for example the header, or what an erased stream still shows.")
                : null);
    }
}
