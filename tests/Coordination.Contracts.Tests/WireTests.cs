using System.Text.Json;
using Coordination.Contracts.Access;
using Coordination.Contracts.Incidents;

namespace Coordination.Contracts.Tests;

public sealed class WireTests
{
    [Fact]
    public void What_is_null_is_not_written_and_read_again_as_null()
    {
        var task = new IncidentTask(1, "Call back", null, false, DateTimeOffset.UnixEpoch);

        Assert.Equal(task, JsonSerializer.Deserialize<IncidentTask>(JsonSerializer.Serialize(task, Wire.Json), Wire.Json));
        Assert.Equal(new AssignRequest(null), JsonSerializer.Deserialize<AssignRequest>(JsonSerializer.Serialize(new AssignRequest(null), Wire.Json), Wire.Strict));
    }

    [Fact]
    public void What_cannot_be_null_must_be_there()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<PersonRef>("""{"id":"ada"}""", Wire.Json));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<PersonRef>("""{"id":"ada","name":null}""", Wire.Json));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<CompleteTaskRequest>("{}", Wire.Strict));
    }
}
