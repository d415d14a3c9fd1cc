using Coordination.Contracts.Access;
using Coordination.Contracts.Client;

namespace Coordination.Console.Access;

/// <summary>Who sits in front of this console.</summary>
internal sealed class Session(CoordinationClient api)
{
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

    public void Forget()
    {
        Me = null;
        Changed?.Invoke();
    }
}
