//! One plain address for browsers, shells and tests. Sets the host name of the local CloudFront distribution, which the
//! system's resolver cannot look up, and changes nothing else.

use anyhow::{Result, anyhow};
use http_body_util::{Either, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    CONNECTION, HOST, HeaderName, HeaderValue, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io::ErrorKind;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// Headers of the connection, not of the message.
const HOP_BY_HOP: [HeaderName; 6] = [
    CONNECTION,
    HeaderName::from_static("keep-alive"),
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// The listening port. Taken before any long work, so that a conflict shows immediately.
#[derive(Debug)]
pub struct Door(TcpListener);

impl Door {
    /// Binds the port on the loopback.
    ///
    /// # Errors
    /// The port is in use, or not allowed.
    pub async fn on(port: u16) -> Result<Self> {
        Ok(Self(take(port, "--port").await?))
    }

    /// Forwards requests to the distribution with that host name behind `endpoint_port`, until it is dropped.
    pub async fn serve(self, distribution: &str, endpoint_port: u16) -> Result<()> {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let upstream = Upstream {
            // The emulator closes an idle connection after five seconds. Closing it earlier ourselves avoids the race.
            client: Client::builder(TokioExecutor::new())
                .pool_timer(TokioTimer::new())
                .pool_idle_timeout(Duration::from_secs(2))
                .build(connector),
            authority: format!("127.0.0.1:{endpoint_port}"),
            host: HeaderValue::from_str(distribution)?,
        };
        loop {
            // If a connection fails while it is accepted, its client will notice.
            let Ok((stream, _)) = self.0.accept().await else {
                continue;
            };
            tokio::spawn(answer(stream, upstream.clone()));
        }
    }
}

/// Binds a port on the loopback. `flag` is the option that chooses another.
///
/// # Errors
/// Another program uses the port, or it is not allowed.
pub async fn take(port: u16, flag: &str) -> Result<TcpListener> {
    TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            anyhow!("Port {port} is in use by another program: stop it, or choose another port with `{flag}`.")
        }
        _ => anyhow!("Port {port} cannot be used ({error}): choose another with `{flag}`."),
    })
}

#[derive(Clone, Debug)]
struct Upstream {
    client: Client<HttpConnector, Incoming>,
    authority: String,
    host: HeaderValue,
}

async fn answer(stream: TcpStream, upstream: Upstream) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let upstream = upstream.clone();
        async move { Ok::<_, Infallible>(pass(request, &upstream).await) }
    });
    // A client that disconnects in the middle is no error.
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn pass(
    mut request: Request<Incoming>,
    upstream: &Upstream,
) -> Response<Either<Incoming, Full<Bytes>>> {
    let path = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str())
        .to_owned();
    let Ok(uri) = Uri::builder()
        .scheme("http")
        .authority(upstream.authority.as_str())
        .path_and_query(path)
        .build()
    else {
        return sentence(StatusCode::BAD_REQUEST, "The address cannot be read.");
    };
    *request.uri_mut() = uri;
    for name in HOP_BY_HOP {
        request.headers_mut().remove(name);
    }
    request.headers_mut().insert(HOST, upstream.host.clone());
    match upstream.client.request(request).await {
        Ok(mut response) => {
            for name in HOP_BY_HOP {
                response.headers_mut().remove(name);
            }
            response.map(Either::Left)
        }
        Err(_) => sentence(StatusCode::BAD_GATEWAY, "The local AWS does not answer."),
    }
}

fn sentence(status: StatusCode, text: &'static str) -> Response<Either<Incoming, Full<Bytes>>> {
    let mut response = Response::new(Either::Right(Full::new(Bytes::from_static(
        text.as_bytes(),
    ))));
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    /// Answers one connection with what it was sent, byte for byte.
    async fn mirror(listener: TcpListener) {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let mut seen = Vec::new();
        let mut piece = [0; 4096];
        while !seen.windows(3).any(|bytes| bytes == b"END") {
            let count = stream.read(&mut piece).await.expect("bytes");
            seen.extend_from_slice(&piece[..count]);
        }
        let head = format!(
            "HTTP/1.1 303 See Other\r\nset-cookie: a=b\r\nset-cookie: c=d\r\ncontent-length: {}\r\n\r\n",
            seen.len()
        );
        stream.write_all(head.as_bytes()).await.expect("written");
        stream.write_all(&seen).await.expect("written");
    }

    #[tokio::test]
    async fn a_request_passes_unchanged_but_for_its_host() {
        let upstream = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let upstream_port = upstream.local_addr().expect("an address").port();
        tokio::spawn(mirror(upstream));
        let door = Door::on(0).await.expect("a port");
        let port = door.0.local_addr().expect("an address").port();
        tokio::spawn(async move {
            door.serve("abc.cloudfront.localhost:1", upstream_port)
                .await
        });

        let mut stream = TcpStream::connect(("127.0.0.1", port))
            .await
            .expect("a connection");
        let request = b"POST /referrals?a=%2F HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer x\r\nconnection: close\r\ncontent-length: 6\r\n\r\n\xff\xfe\x00END";
        stream.write_all(request).await.expect("written");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("an answer");
        let text = String::from_utf8_lossy(&answer);
        assert!(text.starts_with("HTTP/1.1 303"), "{text}");
        assert!(
            text.contains("set-cookie: a=b") && text.contains("set-cookie: c=d"),
            "{text}"
        );
        assert!(text.contains("POST /referrals?a=%2F HTTP/1.1"), "{text}");
        assert!(text.contains("host: abc.cloudfront.localhost:1"), "{text}");
        assert!(text.contains("authorization: Bearer x"), "{text}");
        assert!(!text.contains("content-type"), "{text}");
        assert!(answer.ends_with(b"\xff\xfe\x00END"), "{text}");
    }

    #[tokio::test]
    async fn a_taken_port_is_said_plainly() {
        let door = Door::on(0).await.expect("a port");
        let port = door.0.local_addr().expect("an address").port();
        let error = Door::on(port).await.expect_err("taken");
        assert!(
            format!("{error}").contains("choose another port with `--port`"),
            "{error}"
        );
    }
}
