//! Programs that the tests start: another local AWS, and what stands between the adapters and the first.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A program that ends with the test.
pub struct Program {
    child: Child,
    /// What it serves.
    pub address: String,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The scripts of these tests.
pub fn script(name: &str) -> String {
    format!("{}/aws/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The local AWS's own Python, which has the models of AWS's services.
pub fn python() -> Command {
    Command::new(root().join(".hub/tools/emulator/bin/python"))
}

/// Runs a script over a file, and returns what it found.
pub fn found_by(name: &str, arguments: &[&str]) -> String {
    let output = python().arg(script(name)).args(arguments).output();
    let output = output.expect("the emulator's Python");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Stands between the adapters and the local AWS, and writes what they say to each other into a file.
pub fn recorder(target: &str, file: &str) -> Program {
    let mut command = python();
    command.arg(script("record.py")).args([target, file]);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .expect("the recorder");
    let mut address = String::new();
    let stdout = child.stdout.take().expect("its output");
    BufReader::new(stdout)
        .read_line(&mut address)
        .expect("its address");
    let address = address.trim().to_owned();
    assert!(address.starts_with("http"), "the recorder does not start");
    Program { child, address }
}

/// Starts moto, which shares the packages of the local AWS.
pub fn moto() -> Program {
    let packages = packages_of("emulator");
    let port = free_port();
    let mut command = Command::new(root().join(".hub/tools/moto/bin/python"));
    command
        .args([script("serve_moto.py"), port.to_string()])
        .env("PYTHONPATH", packages);
    serve(command, port)
}

/// Starts dynalite.
pub fn dynalite() -> Program {
    let port = free_port();
    let mut command = Command::new("node");
    command
        .arg(script("node_modules/dynalite/cli.js"))
        .args(["--port", &port.to_string(), "--host", "127.0.0.1"])
        // No table has to be waited for.
        .args(["--createTableMs", "0"]);
    serve(command, port)
}

fn packages_of(tool: &str) -> PathBuf {
    let libraries = root().join(".hub/tools").join(tool).join("lib");
    let folders = std::fs::read_dir(&libraries).expect("the libraries of Python");
    let mut folders = folders.flatten().map(|entry| entry.path());
    folders
        .find(|folder| folder.join("site-packages").is_dir())
        .expect("the packages")
        .join("site-packages")
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}

/// Starts a program, and waits until somebody answers on its port.
fn serve(mut command: Command, port: u16) -> Program {
    let program = format!("{command:?}");
    let child = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a program: use `cargo hub test api`");
    let mut program_of_port = Program {
        child,
        address: format!("http://127.0.0.1:{port}"),
    };
    let since = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        let child = &mut program_of_port.child;
        let ended = child.try_wait().expect("its state").is_some();
        if ended || since.elapsed() > Duration::from_secs(60) {
            let _ = child.kill();
            let mut said = String::new();
            if let Some(mut stderr) = child.stderr.take() {
                let _ = stderr.read_to_string(&mut said);
            }
            assert!(
                !ended && said.is_empty(),
                "{program} does not start: {said}"
            );
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    // Nobody reads what it says from now on, and a full pipe would stop it.
    if let Some(mut stderr) = program_of_port.child.stderr.take() {
        std::thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
    }
    program_of_port
}
