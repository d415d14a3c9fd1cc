using Coordination.Cli.Access;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Coordination.Contracts.Institutions;
using Coordination.Contracts.Partners;

namespace Coordination.Scenarios;

/// <summary>Someone who is signed in, and what they are.</summary>
internal sealed record Someone(string Name, Role? Role, bool Cases, string? Institution, PersonId? Id, HttpMessageHandler Handler, HttpClient Http, CoordinationClient Client) : IDisposable
{
    private static int _number;

    public bool WorksOnCases => Role is Contracts.Access.Role.Officer or Contracts.Access.Role.Lead or Contracts.Access.Role.Analyst || (Role is Contracts.Access.Role.Administrator && Cases);

    /// <summary>Someone of the demo's people.</summary>
    public static async Task<Someone> SignInAsync(RunningSystem system, string mail, Role role)
    {
        var handler = new LoopbackCookies();
        var http = new HttpClient(handler) { BaseAddress = system.Address };
        var client = new CoordinationClient(http, TimeProvider.System);
        var me = await client.SignInAsync(new SignInRequest(mail, system.Password));
        return new(role.ToString(), role, true, null, me.Person.Id, handler, http, client);
    }

    /// <summary>Someone new, who has followed their invitation.</summary>
    public static async Task<Someone> InviteAsync(RunningSystem system, Role role, bool cases, string? institution)
    {
        var name = $"{role}{Interlocked.Increment(ref _number)}";
        var invited = await system.Ada.AddPersonAsync(new PersonRequest(name, $"{name}@roles.example", role, cases, institution is null ? null : InstitutionId.Of(institution)));
        var handler = new LoopbackCookies();
        var http = new HttpClient(handler) { BaseAddress = system.Address };
        var client = new CoordinationClient(http, TimeProvider.System);
        var token = Uri.UnescapeDataString(invited.Link[(invited.Link.IndexOf("token=", StringComparison.Ordinal) + "token=".Length)..]);
        var me = await client.SetupAsync(new SetupRequest(token, name, $"{name}@roles.example", "lighthouse-otter-47"));
        return new(name, role, cases, institution, me.Person.Id, handler, http, client);
    }

    /// <summary>For which partner a machine exchanges.</summary>
    public PartnerId? Partner { get; init; }

    /// <summary>The machine of a new partner that may have all that a machine may.</summary>
    public static async Task<Someone> OfPartnerAsync(RunningSystem system)
    {
        var recipient = await Exchange.Recipient.RegisterAsync(system);
        var handler = new HttpClientHandler { AllowAutoRedirect = false };
        var http = new HttpClient(handler) { BaseAddress = system.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", recipient.Token);
        return new("partner's machine", Contracts.Access.Role.Partner, false, null, null, handler, http, new CoordinationClient(http, TimeProvider.System)) { Partner = recipient.Id };
    }

    public void Dispose()
    {
        Http.Dispose();
        Handler.Dispose();
    }
}
