using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Escalation;
using Coordination.Contracts.Incidents;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Intake;
using Coordination.Contracts.OnCall;
using Coordination.Domain;
using Coordination.Domain.Access;
using Coordination.Domain.Escalation;
using Coordination.Domain.Institutions;
using Coordination.Domain.Intake;
using Coordination.Domain.Journal;
using Coordination.Domain.OnCall;
using Coordination.Grains.Journal;
using Coordination.Simulation.Machinery;
using Coordination.Simulation.Storage;

namespace Coordination.Simulation.Clients;

/// <summary>Who there is before anything happens: sources, institutions, people, a roster and policies, written by the product itself once and copied for each execution.</summary>
internal static class Constituents
{
    public static readonly DateTimeOffset Before = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    public static readonly SourceId[] Sources = [SourceId.Of("sinkhole"), SourceId.Of("partner")];
    public static readonly PersonId[] People = [PersonId.Of("ada"), PersonId.Of("bob"), PersonId.Of("cleo")];
    public static readonly InstitutionId[] Institutions = [InstitutionId.Of("harbour"), InstitutionId.Of("museum"), InstitutionId.Of("library")];

    /// <summary>Of the harbour, the museum, the library (which has no contact), and of nobody.</summary>
    public static readonly string[] Addresses = ["192.0.2.1", "192.0.2.2", "192.0.2.65", "192.0.2.66", "192.0.2.129", "203.0.113.1", "203.0.113.2"];

    private static readonly Lazy<Database>[] Variants = [.. Enumerable.Range(0, 4).Select(variant => new Lazy<Database>(() => Write(variant)))];

    /// <summary>The policies that there are, as the checker knows them.</summary>
    public static IReadOnlyList<PolicyRequest> Policies(int variant) =>
    [
        new()
        {
            Name = "Urgent",
            Severities = [Severity.High, Severity.Critical],
            Steps =
            [
                new([new() { OnCall = RosterId.Of("duty") }], 5),
                new([new() { Person = People[1] }, new() { Webhook = "https://chat.example/hook" }], variant < 2 ? 5 : 30),
            ],
            Rounds = 1 + (variant % 2),
        },
        new()
        {
            Name = "Slow",
            Severities = variant == 3 ? [] : [Severity.Medium],
            // The first step reaches nobody, so the second runs at once.
            Steps = [new([new() { Person = PersonId.Of("gone") }], 10), new([new() { Person = People[0] }], 20)],
        },
    ];

    public static int VariantsCount => Variants.Length;

    public static Database Copy(int variant) => Variants[variant].Value.Copy();

    private static Database Write(int variant)
    {
        var world = new World(0, Weather.Fair, new Database(), Before, Bugs.Bug.None, keepAll: false);
        world.Processes.Start(1, 1);
        var process = world.Processes.Running[0];
        foreach (var person in People)
        {
            Set(new("person", person.Value), (PersonCommand)new AddPerson(new(person.Value, $"{person.Value}@cert.example", Role.Officer)));
        }

        Set(new("source", Sources[0].Value), (SourceCommand)new SetSource(new() { Name = "Sinkhole", DefaultSeverity = Severity.High, DefaultTlp = Tlp.Green, WindowHours = 1 }));
        Set(new("source", Sources[1].Value), (SourceCommand)new SetSource(new() { Name = "Partner", DefaultSeverity = Severity.Medium, DefaultTlp = Tlp.Amber, WindowHours = 24 }));
        Contact[][] contacts = [[new("Desk", Channel.Mail, "desk@harbour.example")], [new("Desk", Channel.Mail, "desk@museum.example"), new("Hook", Channel.Webhook, "https://museum.example/in")], []];
        for (var index = 0; index < Institutions.Length; index++)
        {
            Set(
                InstitutionKind.Stream(Institutions[index]),
                (InstitutionCommand)new RegisterInstitution(new() { Name = Institutions[index].Value, Abbreviation = Institutions[index].Value[..3], Networks = [$"192.0.2.{64 * index}/26"], Contacts = contacts[index] }));
        }

        Set(new("roster", "duty"), (RosterCommand)new SetRoster(new() { Name = "Duty", Zone = "Europe/Brussels", Rotation = new([People[0], People[2]], new DateTime(2026, 1, 5, 9, 0, 0, DateTimeKind.Unspecified), 1) }));
        foreach (var policy in Policies(variant))
        {
            Set(new("policy", policy.Name), (PolicyCommand)new SetPolicy(policy));
        }

        world.Processes.End();
        return world.Database;

        void Set<TCommand>(StreamId stream, TCommand command)
        {
            Task<Answer>? answer = null;
            process.Run(() => answer = process.Grains.Thing(stream).ExecuteAsync(new Operation { Id = "setup", Actor = "setup", Command = DomainJson.Write(command) }));
            while (!answer!.IsCompleted && world.Waiting.TryTake(world.Dice, 100, out var next))
            {
                next.Do();
            }

            if (!answer.IsCompletedSuccessfully || answer.Result.Outcome != Outcome.Done)
            {
                throw new InvalidOperationException($"{stream} could not be set up: {answer.Exception?.Message ?? answer.Result.Detail}");
            }
        }
    }
}
