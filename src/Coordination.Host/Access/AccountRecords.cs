using Coordination.Contracts.Access;
using Coordination.Grains.Retention;

namespace Coordination.Host.Access;

/// <summary>Accounts, for whoever erases a person outside of any request.</summary>
internal sealed class AccountRecords(IServiceScopeFactory scopes) : IAccountRecords
{
    public async Task<bool> EraseAsync(PersonId person, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Accounts>().EraseAsync(person);
    }
}
