using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Coordination.Contracts;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Shared;

namespace Coordination.Domain.Tests.Journal;

public sealed class What_is_written_stays_readable
{
    private static readonly JsonSerializerOptions Indented = new(Wire.Json) { WriteIndented = true };

    public static TheoryData<string> EventNames => [.. Named(2).Select(named => named.Name)];

    public static TheoryData<string> CommandNames => [.. Named(1).Select(named => named.Name)];

    [Fact]
    public void Names_of_events_are_the_approved_ones() => Approved.Check("event-names.txt", Listed(2));

    [Fact]
    public void Names_of_commands_are_the_approved_ones() => Approved.Check("command-names.txt", Listed(1));

    [Theory]
    [MemberData(nameof(EventNames))]
    public void An_event_reads_as_it_was_written(string name)
    {
        var (type, _, _) = Named(2).Single(named => named.Name == name);
        var sample = Assert.Single(Samples.Events, one => one.GetType() == type);

        var read = JsonSerializer.Deserialize(JsonSerializer.Serialize(sample, type, Wire.Json), type, Wire.Json);

        Assert.Equivalent(sample, read, strict: true);
        Assert.Equal(JsonSerializer.Serialize(sample, type, Wire.Json), JsonSerializer.Serialize(read, type, Wire.Json));
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void A_command_reads_as_it_was_written(string name)
    {
        var (type, parent, _) = Named(1).Single(named => named.Name == name);
        var sample = Assert.Single(Samples.Commands, one => one.GetType() == type);
        var written = JsonSerializer.Serialize(sample, parent, Wire.Json);

        var read = JsonSerializer.Deserialize(written, parent, Wire.Json);

        Assert.Contains($"\"$type\":\"{name}\"", written, StringComparison.Ordinal);
        Assert.Equivalent(sample, read, strict: true);
        Assert.Equal(written, JsonSerializer.Serialize(read, parent, Wire.Json));
    }

    [Theory]
    [MemberData(nameof(EventNames))]
    public void An_event_is_written_as_its_approved_sample(string name)
    {
        var sample = Assert.Single(Samples.Events, one => EventName.Of(one) == name);
        Approved.Check($"events/{name}.json", JsonSerializer.Serialize(sample, sample.GetType(), Indented));
    }

    [Fact]
    public void Every_approved_sample_belongs_to_an_event_and_still_reads()
    {
        var types = Named(2).ToDictionary(named => named.Name, named => named.Type);
        var files = Directory.GetFiles(Path.Combine(Approved.Folder, "events"), "*.json");

        Assert.Equal(types.Keys.Order(StringComparer.Ordinal), files.Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.NotNull(JsonSerializer.Deserialize(File.ReadAllText(file), types[Path.GetFileNameWithoutExtension(file)], Wire.Json)));
    }

    [Fact]
    public void Names_are_unique_among_all_events_and_commands()
    {
        var all = Named(2).Concat(Named(1)).ToArray();
        Assert.Equal(all.Length, all.Select(named => named.Name).Distinct().Count());
    }

    [Fact]
    public void Every_event_and_command_type_has_a_name()
    {
        foreach (var (parent, named) in Named(2).Concat(Named(1)).GroupBy(named => named.Parent).Select(group => (group.Key, group.Select(one => one.Type).ToHashSet())))
        {
            Assert.All(parent.Assembly.GetTypes().Where(type => type.IsSubclassOf(parent) && !type.IsAbstract), type => Assert.Contains(type, named));
        }
    }

    [Fact]
    public void An_unknown_event_is_never_skipped()
    {
        var failure = Assert.Throws<UnknownEventException>(() => EventJson<IncidentEvent>.Read(
            new(new("incident", "i1"), 3, 3, "incident-teleported", 1, Samples.Noon, Actor.System, "test", Encoding.UTF8.GetBytes("{}"))));
        Assert.Contains("incident/i1 version 3", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_added_later_does_not_make_older_events_unreadable()
    {
        const string Before = """{"count":2,"alerts":["a1"],"newObservables":[],"lastSeenAt":"2026-03-02T12:00:00+00:00"}""";
        var read = JsonSerializer.Deserialize<SightingsRecorded>(Before, Wire.Json)!;
        Assert.Equal(2, read.Count);
        Assert.Null(read.Tlp);
    }

    /// <summary>The kinds' event types (argument 2) or command types (argument 1), with the name they are written under.</summary>
    private static IEnumerable<(Type Type, Type Parent, string Name)> NamedOf(Type parent)
        => parent.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Select(attribute => (attribute.DerivedType, parent, (string)attribute.TypeDiscriminator!));

    private static IEnumerable<(Type Type, Type Parent, string Name)> Named(int argument)
        => Kinds.All.Select(one => one.GetType().BaseType!)
            .SelectMany(parent => NamedOf(parent.GetGenericArguments()[argument]));

    private static string Listed(int argument)
        => string.Join('\n', Named(argument).Select(named => $"{named.Parent.Name} {named.Name}").Order(StringComparer.Ordinal));
}
