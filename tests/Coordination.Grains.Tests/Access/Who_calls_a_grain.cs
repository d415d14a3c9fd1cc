using Coordination.Contracts.Incidents;
using Coordination.Domain;
using Coordination.Domain.Incidents;
using Coordination.Domain.Journal;
using Coordination.Grains.Access;
using Coordination.Grains.Journal;
using Orleans.Core.Internal;
using Orleans.Runtime;
using static Coordination.Grains.Tests.TwoSilos;

namespace Coordination.Grains.Tests.Access;

/// <summary>A grain believes a caller who is one of the processes of its database, and nobody else, whatever travels with a call.</summary>
public sealed class Who_calls_a_grain : IAsyncLifetime
{
    private static readonly IncidentId Id = IncidentId.Of("one");
    private readonly TwoSilos _silos = new();
    private byte[]? _seen;

    private Thing<IncidentCommand> Incident => _silos.Grains.Incident(Id);

    public async Task InitializeAsync()
    {
        await _silos.InitializeAsync();
        await AgreedAsync(Incident.ExecuteAsync(new OpenIncident { Number = "2026-000900", Title = "By hand", Severity = Severity.Low, Classification = "other" }, Actor.Person(Ada)));
    }

    public Task DisposeAsync() => _silos.DisposeAsync();

    [Fact]
    public Task Without_a_seal_it_is_refused() => IsRefusedAsync(_ => RequestContext.Remove(SealOutgoing.Name));

    [Theory]
    [InlineData("none")]
    [InlineData("")]
    [InlineData(7)]
    public Task With_something_else_in_its_place_it_is_refused(object other) => IsRefusedAsync(_ => RequestContext.Set(SealOutgoing.Name, other));

    [Fact]
    public Task Under_another_key_it_is_refused()
        => IsRefusedAsync(call => RequestContext.Set(SealOutgoing.Name, CallerSeal.Make(new CallerKey(new byte[32]), call.TargetId, call.MethodName, call.Request, _silos.Clock.GetUtcNow())));

    [Fact]
    public Task Too_old_it_is_refused()
        => IsRefusedAsync(call => RequestContext.Set(SealOutgoing.Name, CallerSeal.Make(_silos.Key, call.TargetId, call.MethodName, call.Request, _silos.Clock.GetUtcNow() - CallerSeal.Valid - TimeSpan.FromSeconds(1))));

    [Fact]
    public Task In_the_name_of_another_it_is_refused()
        => IsRefusedAsync(call => call.Request.SetArgument(0, ((Operation)call.Request.GetArgument(0)!) with { Actor = Actor.Person(Ben).Value }));

    [Fact]
    public Task With_another_command_it_is_refused()
        => IsRefusedAsync(call => call.Request.SetArgument(0, ((Operation)call.Request.GetArgument(0)!) with { Command = DomainJson.Write<IncidentCommand>(new CloseIncident("over")) }));

    [Fact]
    public Task As_the_answer_to_a_message_it_is_refused()
        => IsRefusedAsync(call => call.Request.SetArgument(0, ((Operation)call.Request.GetArgument(0)!) with { Answers = [new("incident/one/1/0", null, [])] }));

    [Fact]
    public void Whatever_our_grains_are_given_is_of_a_kind_that_the_seal_covers()
    {
        var given = typeof(IThingGrain).Assembly.GetTypes().Where(type => type.IsInterface && type.IsAssignableTo(typeof(IAddressable)))
            .SelectMany(type => type.GetMethods()).SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType).ToHashSet();
        Assert.Equal([typeof(Operation), typeof(IReadOnlyList<Message>)], given);
    }

    [Fact]
    public async Task With_the_seal_of_a_call_of_another_grain_it_is_refused()
    {
        _silos.Cable.Change = _ => _seen = (byte[])RequestContext.Get(SealOutgoing.Name)!;
        await _silos.Grains.Incident(IncidentId.Of("other")).ExecuteAsync(new AddNote("to another", null), Actor.Person(Ada));
        await IsRefusedAsync(_ => RequestContext.Set(SealOutgoing.Name, _seen!));
    }

    [Fact]
    public async Task Any_bit_of_it_counts()
    {
        _silos.Cable.Change = _ => _seen = (byte[])RequestContext.Get(SealOutgoing.Name)!;
        await AgreedAsync(Incident.ExecuteAsync(new AddNote("seen", null), Actor.Person(Ada)));
        for (var bit = 0; bit < _seen!.Length * 8; bit += 7)
        {
            await IsRefusedAsync(_ =>
            {
                var changed = (byte[])((byte[])RequestContext.Get(SealOutgoing.Name)!).Clone();
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                RequestContext.Set(SealOutgoing.Name, changed);
            });
        }
    }

    [Fact]
    public async Task Extensions_of_a_grain_are_closed_too()
    {
        var extension = _silos.Grains.Thing(new StreamId("incident", Id.Value)).AsReference<IGrainManagementExtension>();
        await extension.DeactivateOnIdle();

        _silos.Cable.Change = _ => RequestContext.Remove(SealOutgoing.Name);
        await Assert.ThrowsAsync<CallerRefusedException>(async () => await extension.DeactivateOnIdle());
    }

    private async Task IsRefusedAsync(Action<IOutgoingGrainCallContext> change)
    {
        _silos.Cable.Change = change;
        await Assert.ThrowsAsync<CallerRefusedException>(() => Incident.ExecuteAsync(new AddNote("not believed", null), Actor.Person(Ada)));
        _silos.Cable.Change = null;
        Assert.DoesNotContain((await _silos.Rows.ListAsync(IncidentRows.Notes, new(), default)).Rows, row => row.Value.Text == "not believed");
        RequestContext.Clear();
    }
}
