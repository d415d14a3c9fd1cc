namespace Coordination.Host.Access.OpenId;

internal static partial class OpenIdLog
{
    [LoggerMessage(1, LogLevel.Warning, "A sign-in by OpenID Connect failed: {Failure} ({Why})")]
    public static partial void Failed(ILogger logger, OpenIdFailure failure, string why);

    [LoggerMessage(2, LogLevel.Warning, "Someone for whom the provider vouches was not let in: {Code}")]
    public static partial void NotLetIn(ILogger logger, string code);
}
