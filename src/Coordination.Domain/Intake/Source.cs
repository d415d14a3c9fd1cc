using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Intake;
using Coordination.Domain.Journal;

namespace Coordination.Domain.Intake;

[JsonDerivedType(typeof(SourceSet), "source-set")]
public abstract record SourceEvent;

public sealed record SourceSet(SourceRequest Settings) : SourceEvent;

/// <summary>A source of alerts as decisions need it.</summary>
public sealed record Source(SourceRequest? Settings);

/// <summary>The source of that id.</summary>
public sealed record SourceById(SourceId Id) : Lookup<SourceRequest>;

[JsonDerivedType(typeof(SetSource), "set-source")]
public abstract record SourceCommand : ICommand<Source, SourceEvent>
{
    public abstract Decision<SourceEvent> Decide(Source state, Context context);
}

/// <summary>Registers or changes a source.</summary>
public sealed record SetSource(SourceRequest Settings) : SourceCommand
{
    public override Decision<SourceEvent> Decide(Source state, Context context)
        => Texts.Refuse("name", Settings.Name, 200, SourceRefusals.NameMissing) is { } refusal ? refusal
            : Settings.WindowHours is < 1 or > 720 ? SourceRefusals.WindowInvalid
            : Settings.DefaultClassification is { } named && !Rsit.TryRead(named, out _) ? SourceRefusals.ClassificationUnknown
            : state.Settings == Settings ? Decision<SourceEvent>.Nothing
            : new SourceSet(Settings with { DefaultClassification = Rsit.TryRead(Settings.DefaultClassification, out var type) ? type.Name : null });
}

public static class SourceRefusals
{
    public static readonly Refusal Unknown = new(RefusalKind.Unknown, "source.unknown", "There is no such source. An administrator registers it with PUT /api/v1/sources/{source}.");
    public static readonly Refusal NameMissing = new(RefusalKind.Invalid, "source.name-missing", "Give the source a name.", "name");
    public static readonly Refusal ClassificationUnknown = new(RefusalKind.Invalid, "source.classification-unknown", "The class where none is given is an RSIT type, for example outage.", "defaultClassification");
    public static readonly Refusal WindowInvalid = new(RefusalKind.Invalid, "source.window-invalid", "The correlation window is 1 to 720 hours.", "windowHours");
}

/// <summary>Sources of alerts.</summary>
public sealed class SourceKind : Kind<Source, SourceCommand, SourceEvent>
{
    public static readonly SourceKind Instance = new();

    public static readonly RowTable<SourceRequest> Table = new("source_row", [RowTable<SourceRequest>.Text("name", row => row.Name)]);

    public override string Name => "source";

    public override Source Empty { get; } = new((SourceRequest?)null);

    public override Source Apply(Source state, Recorded<SourceEvent> recorded) => recorded.Event is SourceSet set ? new(set.Settings) : state;

    public override IEnumerable<RowChange> Rows(StreamId stream, Source before, Recorded<SourceEvent> recorded, Source after)
        => [Table.Put(stream.Key, after.Settings!)];
}
