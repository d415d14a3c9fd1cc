using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Coordination.Scenarios;

/// <summary>Lets a request seem to come from another machine, as if the connection did: before the server looks at any header.</summary>
internal sealed class Addresses : IStartupFilter
{
    public const string Header = "Test-Connection-From";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((HttpContext http, RequestDelegate then) =>
        {
            if (http.Request.Headers[Header] is { Count: 1 } from)
            {
                http.Connection.RemoteIpAddress = IPAddress.Parse(from.ToString());
            }

            return then(http);
        });
        next(app);
    };
}
