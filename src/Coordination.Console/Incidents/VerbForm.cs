using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Retention;

namespace Coordination.Console.Incidents;

/// <summary>What was entered for a verb, and how it is asked of the server.</summary>
public sealed class VerbForm(Verb verb, IncidentSummary incident)
{
    public string Text { get; set; } = "";

    public string More { get; set; } = "";

    public string Choice { get; set; } = "";

    public Tlp? Label { get; set; }

    /// <summary>For <see cref="Verb.Restrict"/>: to whom.</summary>
    public HashSet<PersonId> People { get; init; } = [];

    /// <summary>For <see cref="Verb.Share"/>: until when, in the officer's own time.</summary>
    public DateTime? Until { get; set; }

    /// <summary>For <see cref="Verb.InstitutionStatus"/>: of which institution.</summary>
    public InstitutionId? Institution { get; set; }

    /// <summary>The version that the officer has seen. What the verb touches must not have changed since.</summary>
    public long Version { get; set; } = incident.Version;

    /// <summary>What is missing, as a sentence; null if it can be sent.</summary>
    public string? Missing() => verb switch
    {
        Verb.Title or Verb.Note or Verb.Task or Verb.Close or Verb.Reopen or Verb.Hold or Verb.Release or Verb.Erase or Verb.Observables when string.IsNullOrWhiteSpace(Text) => verb switch
        {
            Verb.Title => "A title is needed.",
            Verb.Note => "The note is empty.",
            Verb.Task => "Say what is to be done.",
            Verb.Observables => "Enter at least one observable.",
            Verb.Erase => "Say why; the reason remains when the case is gone.",
            _ => "Say why; the reason stands in the timeline.",
        },
        Verb.Share when string.IsNullOrWhiteSpace(Choice) => "Choose with whom.",
        Verb.Share when string.IsNullOrWhiteSpace(Text) => "Say for what they need it.",
        Verb.Institution or Verb.InstitutionStatus or Verb.Classification when string.IsNullOrWhiteSpace(Choice) => "Choose one.",
        _ => null,
    };

    /// <summary>Asks the server.</summary>
    public Task SendAsync(CoordinationClient api, PersonId me, string? alarm)
    {
        var id = incident.Id;
        // Notes, tasks and observables are added: they take nothing away from what others do.
        var edit = Asked.If(Version);
        return verb switch
        {
            Verb.Acknowledge => api.AcknowledgeAsync(id),
            Verb.Take => api.AssignAsync(id, new AssignRequest(me), edit),
            Verb.Assign => api.AssignAsync(id, new AssignRequest(Choice.Length == 0 ? null : PersonId.Of(Choice)), edit),
            Verb.Status => api.SetStatusAsync(id, new SetStatusRequest(Enum.Parse<IncidentStatus>(Choice)), edit),
            Verb.Severity => api.SetSeverityAsync(id, new SetSeverityRequest(Enum.Parse<Severity>(Choice)), edit),
            Verb.Classification => api.ClassifyAsync(id, new ClassifyRequest(Choice), edit),
            Verb.Tlp => api.SetTlpAsync(id, new SetTlpRequest(Enum.Parse<Tlp>(Choice)), edit),
            Verb.Title => api.RenameAsync(id, new RenameRequest(Text.Trim(), string.IsNullOrWhiteSpace(More) ? null : More.Trim()), edit),
            Verb.Note => api.AddNoteAsync(id, new AddNoteRequest(Text.Trim(), Label)),
            Verb.Task => api.AddTaskAsync(id, new AddTaskRequest(Text.Trim(), Choice.Length == 0 ? null : PersonId.Of(Choice))),
            Verb.Institution => api.AddInstitutionAsync(id, new AddInstitutionRequest(InstitutionId.Of(Choice))),
            Verb.InstitutionStatus => api.SetInstitutionStatusAsync(id, Institution ?? throw new InvalidOperationException("No institution was named."), new SetInstitutionStatusRequest(Choice.Trim()), edit),
            Verb.Observables => api.AddObservablesAsync(id, new AddObservablesRequest(Lines(Text))),
            Verb.Restrict => api.RestrictAsync(id, new RestrictRequest(People.Count == 0 ? null : [.. People])),
            Verb.Share => api.ShareAsync(id, new ShareRequest(Text.Trim(), Audience.Person(Choice), Audience.Institution(Choice), Until is { } until ? new DateTimeOffset(until) : null)),
            Verb.TakeAlarm => api.TakeAlarmAsync(alarm ?? throw new InvalidOperationException("No escalation has an alarm.")),
            Verb.Close => api.CloseAsync(id, new CloseRequest(Text.Trim()), edit),
            Verb.Reopen => api.ReopenAsync(id, new ReopenRequest(Text.Trim()), edit),
            Verb.Hold => api.HoldAsync(id, new HoldRequest(Text.Trim())),
            Verb.Release => api.ReleaseAsync(id, new HoldRequest(Text.Trim())),
            Verb.Erase => api.EraseAsync(id, new EraseRequest(Text.Trim())),
            _ => throw new NotSupportedException($"The console cannot {verb}."),
        };
    }

    /// <summary>One a line, or separated by blanks or commas, as they come out of a mail.</summary>
    public static IReadOnlyList<string> Lines(string text)
        => text.Split(['\n', '\r', '\t', ' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
