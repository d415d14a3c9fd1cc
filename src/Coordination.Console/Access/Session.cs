using System.Net;
using Coordination.Console.Shell;
using Coordination.Contracts;
using Coordination.Contracts.Access;
using Coordination.Contracts.Client;
using Microsoft.AspNetCore.Components;

namespace Coordination.Console.Access;

/// <summary>Who sits in front of this console.</summary>
internal sealed class Session(CoordinationClient api)
{
    private string? _next;

    public event Action? Changed;

    public Me? Me { get; private set; }

    /// <summary>Whether the server lets them. What they may not do is not offered.</summary>
    public bool May(Right right) => Me?.Rights.Contains(right) == true;

    /// <summary>Asks the server who this is. False: nobody is signed in.</summary>
    public async Task<bool> KnowAsync(CancellationToken cancellationToken)
    {
        if (Me is null && await api.MeAsync(cancellationToken) is { } me)
        {
            SignedInAs(me);
        }

        return Me is not null;
    }

    public void SignedInAs(Me me)
    {
        Me = me;
        Changed?.Invoke();
    }

    /// <summary>Ends this session. What is wrong if it goes on; null if it is over.</summary>
    public async Task<Problem?> SignOutAsync()
    {
        var problem = await Problems.TryAsync(async () => _next = (await api.SignOutAsync()).Next);
        if (problem is not null && problem.Status != (int)HttpStatusCode.Unauthorized)
        {
            return problem;
        }

        Forget();
        return null;
    }

    /// <summary>Leaves the console, by the outside provider where there is one: who comes from it has a session there too.</summary>
    public void Leave(NavigationManager navigation) => navigation.NavigateTo(_next ?? "/console/sign-in", forceLoad: _next is not null);

    public void Forget()
    {
        Me = null;
        Changed?.Invoke();
    }
}
