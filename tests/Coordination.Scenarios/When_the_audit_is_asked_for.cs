using System.Net;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;

namespace Coordination.Scenarios;

/// <summary>What the doors of the audit answer to what makes no sense, lies far away, or is not for whoever asks.</summary>
[Collection(OneSystem.Name)]
public sealed class When_the_audit_is_asked_for(RunningSystem system) : IAsyncLifetime
{
    private HttpClient _http = null!;

    public async Task InitializeAsync() => _http = system.Http((await system.Ada.AddTokenAsync(new TokenRequest { Name = "the auditor", Scope = TokenScope.Audit })).Secret);

    public Task DisposeAsync()
    {
        _http.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("who=nobody-is-called-so", "audit.who-unknown")]
    [InlineData("kind=unicorn", "audit.kind-unknown")]
    [InlineData("event=unicorn-seen", "audit.event-unknown")]
    [InlineData("incident=CERT-1", "audit.incident-unknown")]
    [InlineData("cursor=x", "request.cursor-invalid")]
    [InlineData("limit=0", "request.limit-invalid")]
    [InlineData("from=yesterday", "request.address-invalid")]
    public async Task What_makes_no_sense_is_refused_with_what_to_do(string query, string code)
    {
        using var answer = await _http.GetAsync(new Uri($"{Routes.Audit}?{query}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"code\":\"{code}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from=0001-01-01T00:00:00Z")]
    [InlineData("to=9999-12-31T23:59:59Z")]
    [InlineData("from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z")]
    public async Task Times_may_lie_as_far_away_as_there_are_any(string query)
    {
        foreach (var door in new[] { Routes.Audit, Routes.Audit + "/export" })
        {
            using var answer = await _http.GetAsync(new Uri($"{door}?{query}{(query.Contains("from", StringComparison.Ordinal) ? "" : "&from=2026-01-01T00:00:00Z")}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task Nobody_changes_the_audit()
    {
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
        {
            using var request = new HttpRequestMessage(method, Routes.Audit);
            using var answer = await _http.SendAsync(request);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        }

        using var officers = system.Http(system.OfficerToken);
        await Assert.ThrowsAsync<ProblemException>(() => new CoordinationClient(officers, TimeProvider.System).AuditAsync(new()));
        await Assert.ThrowsAsync<ProblemException>(() => system.Ada.AuditAsync(new()));
    }
}
