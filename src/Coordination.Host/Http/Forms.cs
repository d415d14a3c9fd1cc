namespace Coordination.Host.Http;

/// <summary>What a page of ours sends back.</summary>
internal static class Forms
{
    /// <summary>The form in the body; empty where there is none.</summary>
    /// <exception cref="RequestRefusedException">It is no form that can be read, or has more fields than any of ours.</exception>
    public static async Task<IFormCollection> FormAsync(this HttpRequest request)
    {
        if (!request.HasFormContentType)
        {
            return FormCollection.Empty;
        }

        try
        {
            return await request.ReadFormAsync(request.HttpContext.RequestAborted);
        }
        catch (InvalidDataException bad)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, "request.malformed", $"The form cannot be read: {bad.Message} Open the link anew and send what stands there.");
        }
    }
}
